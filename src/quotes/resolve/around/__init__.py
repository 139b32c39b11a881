"""What stands around an attribution: addressee, time, place, reasons, relays."""
