import { describe, expect, it } from 'vitest';
import { daysSince, laterThan, reminderDue } from './backup-age.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const status = (lastBackup: string | null, articles = 100) => ({ lastBackup, articles });
const monthly = { days: 30, later: null };

describe('the reminder of a backup', () => {
  it('comes when the last one is as old as its owner said', () => {
    expect(reminderDue(status('2026-10-24T12:00:00Z'), monthly, NOW)).toBe(null);
    expect(reminderDue(status('2026-10-23T12:00:00Z'), monthly, NOW)).toBe(30);
    expect(reminderDue(status('2026-11-15T11:00:00Z'), { days: 7, later: null }, NOW)).toBe(7);
  });

  it('comes for an archive that was never backed up, unless there is hardly anything in it', () => {
    expect(reminderDue(status(null), monthly, NOW)).toBe('never');
    expect(reminderDue(status(null, 9), monthly, NOW)).toBe(null);
  });

  it('can be turned off, and put off for a week', () => {
    expect(reminderDue(status(null), { days: null, later: null }, NOW)).toBe(null);
    const later = laterThan(NOW);
    expect(reminderDue(status(null), { days: 30, later }, NOW)).toBe(null);
    expect(reminderDue(status(null), { days: 30, later }, new Date('2026-11-29T12:00:01Z'))).toBe('never');
    expect(reminderDue(status(null), { days: 30, later: '2036-01-01T00:00:00Z' }, NOW)).toBe('never');
  });

  it('counts no negative days when the clock was set back', () => {
    expect(daysSince('2027-01-01T00:00:00Z', NOW)).toBe(0);
  });
});
