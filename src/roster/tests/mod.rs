mod faults;
mod keep;
mod roster;
