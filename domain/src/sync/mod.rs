//! The device's sync engine without I/O: events in, effects out. Clock and randomness are given, so that a test
//! runs the very machine that phones run, a thousand at a time, and a seed replays.
