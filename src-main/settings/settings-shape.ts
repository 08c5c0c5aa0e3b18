import { z } from 'zod';
import type { Settings } from '#contract';

const MANY_ARCHIVES = 1_000;
const name = z.string().max(300);

const folder = z
  .string()
  .min(1)
  .max(4_096)
  .regex(/^[^\u0000]*$/u);

/** What each setting may be; a setting without a line here does not compile. */
export const settingsFields = {
  language: z.enum(['de', 'en']).nullable(),
  theme: z.enum(['system', 'light', 'dark', 'sepia', 'contrast']),
  creator: name.nullable(),
  archive: folder.nullable(),
  archives: z.array(z.strictObject({ folder, name })).max(MANY_ARCHIVES),
  reading: z.strictObject({
    /** Pixels. */
    size: z.number().min(8).max(64),
    /** Characters in a line. */
    measure: z.number().min(20).max(200),
    hyphenate: z.boolean(),
    font: z.enum(['serif', 'sans']),
  }),
  listDensity: z.enum(['comfortable', 'compact']),
  shortcuts: z.boolean(),
  tourSeen: z.boolean(),
  backupReminder: z.strictObject({ days: z.int().min(1).max(10_000).nullable(), later: name.nullable() }),
  quietCheck: z.boolean(),
  layout: z.strictObject({ rail: z.enum(['wide', 'narrow']), listWidth: z.number().min(0).max(10_000) }),
} satisfies { [Name in keyof Settings]: z.ZodType<Settings[Name]> };

/** Settings of somebody who never changed any. */
export const DEFAULT_SETTINGS: Settings = {
  language: null,
  theme: 'system',
  creator: null,
  archive: null,
  archives: [],
  reading: { size: 19, measure: 66, hyphenate: true, font: 'serif' },
  listDensity: 'comfortable',
  shortcuts: true,
  tourSeen: false,
  backupReminder: { days: 30, later: null },
  quietCheck: true,
  layout: { rail: 'wide', listWidth: 352 },
};

/** Settings as far as they are valid, and the names of those that are not. */
export const readFields = (json: Readonly<Record<string, unknown>>): { settings: Settings; wrong: string[] } => {
  const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  const wrong: string[] = [];
  for (const [field, check] of Object.entries(settingsFields)) {
    if (!Object.hasOwn(json, field)) continue;
    const result = check.safeParse(json[field]);
    if (result.success) settings[field] = result.data;
    else wrong.push(field);
  }
  return { settings: settings as Settings, wrong };
};
