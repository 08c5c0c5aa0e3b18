/** Id of the element that menus are drawn in; the rail holds it, so that menus stand within a landmark. */
export const MENU_PLACE = 'menus';

/** Where a menu is put in the document, above all that could cut it off. */
export function menuPlace(): Element {
  return document.getElementById(MENU_PLACE) ?? document.body;
}
