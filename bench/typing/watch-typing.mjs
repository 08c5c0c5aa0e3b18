/* global document, window, requestAnimationFrame, MutationObserver -- runs in the page */

/**
 * Runs in the page: notes for each key when it was pressed, when the list that answers it was there and when that was
 * painted. `typing.begin()` starts a word, `typing.end()` answers its keys, ms after the key event each: `listed` with
 * style and layout, `shown` at the end of the frame that paints it, both null where another key came first.
 */
export function watchTyping() {
  let keys = [];
  let pressed = null;
  let lastFrame = null;
  const afterPaint = (work) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = work;
      port2.postMessage(null);
    });
  window.addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
  window.addEventListener(
    'input',
    (event) => {
      keys.push({ query: event.target.value, pressed, listed: null, shown: null, frame: null });
    },
    true,
  );
  const pane = document.querySelector('[data-answers]');
  new MutationObserver(() => {
    const key = keys.at(-1);
    if (!key || key.listed !== null || pane.dataset.answers !== key.query) return;
    // Asking for a height makes the page do the style and layout that the frame would do.
    pane.getBoundingClientRect();
    key.listed = performance.now() - key.pressed;
    afterPaint(() => (key.shown = performance.now() - key.pressed));
  }).observe(pane, { attributes: true, attributeFilter: ['data-answers'] });
  const onFrame = (time) => {
    const key = keys.at(-1);
    if (key && lastFrame !== null) key.frame ??= time - lastFrame;
    lastFrame = time;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  globalThis.typing = {
    begin: () => (keys = []),
    end: () => keys.map(({ listed, shown, frame }) => ({ listed, shown, frame })),
  };
}
