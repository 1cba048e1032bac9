// @ts-check
// In a document of a frame, in place of all the rest. Nothing that is clicked stands in one, so no click of ours is heard there: one that
// falls into a frame was meant for what the frame has been laid over, whose guard does not hear of it.
for (const type of ["pointerdown", "mousedown", "touchstart", "pointerup", "mouseup", "touchend", "click", "auxclick", "dblclick"])
  window.addEventListener(
    type,
    (event) => {
      if (!event.isTrusted) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true, passive: false },
  );
