// @ts-check
// Draws a frame around a box, for a picture, and takes it away again. It takes no clicks and changes no layout.
// Answers how many px of a picture make one CSS px.
/** @param {{ on: boolean, x: number, y: number, width: number, height: number }} box */
const outlineOn = ({ on, x, y, width, height }) => {
  const ID = "unlinked-outline";
  const old = document.getElementById(ID);
  if (old) old.remove();
  if (on) {
    const frame = document.createElement("div");
    frame.id = ID;
    frame.style.cssText =
      `position:fixed;left:${x - 4}px;top:${y - 4}px;width:${width + 8}px;height:${height + 8}px;` +
      "box-sizing:border-box;border:3px solid #d11124;border-radius:6px;pointer-events:none;z-index:2147483647";
    document.documentElement.append(frame);
  }
  return devicePixelRatio;
};
