import type { Notice } from '../ports/notifier.ts';
import type { ReleaseDependencies } from './dependencies.ts';

/** Tells people. That nobody could be told must not stop what they are told about; the notifier reports its own failures. */
export const tell = async ({ notifier }: Pick<ReleaseDependencies, 'notifier'>, notice: Notice): Promise<void> => {
  try {
    await notifier.send(notice);
  } catch {
    // The audit log has the act; a second try would hold up the traffic.
  }
};
