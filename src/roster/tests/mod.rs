mod faults;
mod keep;
mod keep_odd;
mod keep_random;
mod roster;
mod spreadsheet;
