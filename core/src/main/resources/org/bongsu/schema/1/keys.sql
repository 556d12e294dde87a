-- End-to-end encryption and messages between devices, on the user's shard.

CREATE TABLE to_device (
  ordering INTEGER PRIMARY KEY,
  user TEXT NOT NULL,
  device TEXT NOT NULL,
  message TEXT NOT NULL                  -- {"type":…,"sender":…,"content":…}
) STRICT;

CREATE INDEX to_device_by_device ON to_device (user, device, ordering);
