package org.bongsu.keys;

import org.bongsu.apply.Change;
import org.bongsu.apply.Tx;
import org.bongsu.command.KeyCommand;
import org.bongsu.command.Outcome;
import org.bongsu.store.Db;

/** Applies commands about encryption keys and messages between devices. */
public final class KeyApply {
  private final Db db;
  private final ToDevice toDevice;
  private final DeviceKeyApply deviceKeys;
  private final KeyBackupApply backups;

  public KeyApply(Db db) {
    this.db = db;
    this.toDevice = new ToDevice(db);
    this.deviceKeys = new DeviceKeyApply(db);
    this.backups = new KeyBackupApply(db);
  }

  public Outcome apply(KeyCommand command, Tx tx) {
    return switch (command) {
      case KeyCommand.SendToDevice send -> toDevice.send(send, tx);
      case KeyCommand.AcknowledgeToDevice acknowledge -> toDevice.acknowledge(acknowledge, tx);
      case KeyCommand.UploadKeys upload -> tx.atomically(() -> deviceKeys.upload(upload, tx));
      case KeyCommand.ClaimKeys claim -> deviceKeys.claim(claim, tx);
      case KeyCommand.UploadCrossSigningKeys upload -> deviceKeys.uploadCrossSigning(upload, tx);
      case KeyCommand.UploadSignatures upload -> deviceKeys.uploadSignatures(upload, tx);
      case KeyCommand.DeviceListChanged changed -> noteDeviceListChange(changed, tx);
      case KeyCommand.CreateBackup create -> backups.create(create, tx);
      case KeyCommand.UpdateBackup update -> backups.update(update, tx);
      case KeyCommand.DeleteBackup delete -> backups.delete(delete, tx);
      case KeyCommand.PutBackupKeys put -> backups.put(put, tx);
      case KeyCommand.DeleteBackupKeys delete -> backups.deleteKeys(delete, tx);
    };
  }

  private Outcome noteDeviceListChange(KeyCommand.DeviceListChanged changed, Tx tx) {
    db.update(
        "INSERT OR REPLACE INTO device_list_change VALUES (?, ?)",
        changed.user(),
        tx.nextOrdering());
    tx.changed(new Change.DeviceList(changed.user().value()));
    return Outcome.accepted();
  }
}
