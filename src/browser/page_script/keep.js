// @ts-check
// What a document keeps of the page script: `look`, which stands before this, and one object by which later questions find it.

// What is asked is the same from the first look to the last: nothing that was learned meanwhile is written into it.
/** @template T @param {T} value @returns {T} */
const freeze = (value) => {
  if (value && typeof value === "object") {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
};
// An element is no text: each goes beside the answer, and stands in it by its number.
/** @param {Answered} answered */
const packed = (answered) => {
  const nodes = [];
  const text = JSON.stringify(answered, (key, value) => (key === "element" && value ? nodes.push(value) - 1 : value));
  return [text, ...nodes];
};
/** @param {string} question */
const ask = (question) =>
  /** @type {Promise<Answered>} */ (new Promise((answer) => look(Object.freeze({ ...base, ...freeze(JSON.parse(question)) }), answer))).then(packed);
freeze(base);
globalThis.unlinked = Object.freeze({ ask });
