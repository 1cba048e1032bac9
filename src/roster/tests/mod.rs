mod faults;
mod keep;
mod keep_random;
mod roster;
