package org.bongsu.reach;

import org.bongsu.settings.Setting;

/** Settings for notifying users who are not connected. */
public record ReachSettings(
    @Setting(
            defaultValue = "false",
            what = "Whether clients may name push gateways in private networks or on this machine.")
        boolean privatePushGateways) {}
