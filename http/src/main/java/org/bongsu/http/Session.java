package org.bongsu.http;

import org.bongsu.id.DeviceId;
import org.bongsu.id.UserId;

/** The user and device whose access token came with the request. */
public record Session(UserId user, DeviceId device, boolean admin, String tokenHash) {}
