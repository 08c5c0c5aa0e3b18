import type { App } from './app.ts';

/** Until nothing fades any more: in between, colours are neither the ones nor the others. */
export async function atRest(app: App): Promise<void> {
  await app.page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    // A colour that is inherited fades again at each level: quiet means several frames without anything moving.
    for (let quiet = 0, frames = 0; quiet < 5 && frames < 300; frames++) {
      await frame();
      quiet = document.getAnimations().length === 0 ? quiet + 1 : 0;
    }
  });
}
