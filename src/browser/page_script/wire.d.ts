// What stands around the parts of the page script where they are joined (`ask.rs`). Read by `tsc` alone.

/** What the selector files say, and the question: never changed while it is answered, but for the person whom the page was read as. */
declare const request: any;
/** What is kept as long as the document stays. */
declare const memory: any;
/** Gives the answer: `Seen` in `seen.rs`. */
declare const answer: (seen: object) => void;
