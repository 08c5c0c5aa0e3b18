import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, expect, test, vi } from 'vitest';
import Dialog from './Dialog.svelte';
import Divider from './Divider.svelte';
import SegmentedControl from './SegmentedControl.svelte';
import TagField from './TagField.svelte';
import TextField from './TextField.svelte';

afterEach(cleanup);
const text = (html: string) => createRawSnippet(() => ({ render: () => html }));

test('the divider moves by keyboard, in steps and to its ends, and says when it is set', async () => {
  const onmove = vi.fn();
  const onset = vi.fn();
  render(Divider, { label: 'Breite', value: 360, min: 320, max: 420, onmove, onset });
  const divider = screen.getByRole('separator', { name: 'Breite' });
  for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'x']) await fireEvent.keyDown(divider, { key });
  expect(onset.mock.calls.flat()).toEqual([344, 376, 320, 420]);
  expect(onmove.mock.calls.flat()).toEqual([344, 376, 320, 420]);
});

test('a dialog puts the focus on what is to be done, and gives it back', async () => {
  const before = document.body.appendChild(document.createElement('button'));
  before.focus();
  const onclose = vi.fn();
  const { unmount } = render(Dialog, {
    title: 'Frage',
    onclose,
    children: text('<p><input aria-label="Antwort"></p>'),
  });
  expect(document.activeElement).toBe(screen.getByLabelText('Antwort'));
  await fireEvent(screen.getByRole('dialog', { name: 'Frage' }), new Event('cancel', { cancelable: true }));
  expect(onclose).toHaveBeenCalledOnce();
  unmount();
  expect(document.activeElement).toBe(before);
});

test('tags are added by Enter, comma and leaving, never twice, and removed by Backspace', async () => {
  let tags = ['Wasser'];
  const onchange = vi.fn((changed: string[]) => {
    tags = changed;
  });
  const { rerender } = render(TagField, { label: 'Schlagwörter', tags, onchange });
  const field = screen.getByLabelText('Schlagwörter');
  for (const typed of ['Reportage', '#Wasser, Stadt']) {
    await fireEvent.input(field, { target: { value: typed } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    await rerender({ tags });
  }
  expect(tags).toEqual(['Wasser', 'Reportage', 'Stadt']);
  await fireEvent.keyDown(field, { key: 'Backspace' });
  expect(tags).toEqual(['Wasser', 'Reportage']);
});

test('a choice is a group of radio buttons with a name', async () => {
  const onchange = vi.fn();
  const options = [
    { value: 'light', label: 'Papier' },
    { value: 'dark', label: 'Nacht' },
  ];
  render(SegmentedControl, { label: 'Farben', value: 'light', options, onchange });
  expect(screen.getByRole('group', { name: 'Farben' })).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Papier' }).checked).toBe(true);
  await fireEvent.click(screen.getByRole('radio', { name: 'Nacht' }));
  expect(onchange).toHaveBeenCalledWith('dark');
});

test('what is wrong with a field is tied to it', () => {
  render(TextField, { label: 'Adresse', value: 'x', error: 'Das ist keine Adresse.' });
  const field = screen.getByLabelText('Adresse');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  const description = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(description?.textContent).toBe('Das ist keine Adresse.');
});
