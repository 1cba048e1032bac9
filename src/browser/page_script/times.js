// @ts-check
// ---------------------------------------------------------------- for how long (ms)

const TIMES = {
  // A negative must have stood for so long; longer while the page loads, and where it has been seen to change its mind.
  least: 1500,
  loading: 2500,
  wavering: 2000,
  // Where nobody can say whether the page is at rest, it must have stood so long unbroken.
  unbroken: 2500,
  // The page is at rest once no long task has run for so long, and a negative must stand for so long after that.
  quiet: 300,
  after_quiet: 600,
  // A page that is not at rest so long after its last answer is one of which nobody can say when it is.
  quiet_within: 5000,
  // A stop sign that stands in the page, not in its address or its status.
  stop: 500,
  // What a toast says, a row that is gone, and a dialog that is none that is known must have stood before it is believed.
  toast: 250,
  gone: 300,
  unknown_dialog: 1000,
};

