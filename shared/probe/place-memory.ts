import { isSameSite, type CallSiteFrames } from './stack-frames.ts';

/** Calls of one kind that are looked at before their place counts as known. */
const SURE_AFTER = 64;
/** Of those after, one in so many is looked at again: it may come from elsewhere. */
const LOOK_AGAIN = 16;
const MOST_KINDS = 500;

type Known = { site: CallSiteFrames; times: number; several: boolean };

/**
 * Remembers, over the invocations of one environment, where calls come from: looking at the stack costs more than all else that is done
 * for a call. What has come from several places is looked at every time.
 */
export class PlaceMemory {
  readonly #known = new Map<string, Known>();

  /** The place of a call of this kind (a shape within a route); `locate` is asked as long as it is not certain. */
  placeOf(kind: string, locate: () => CallSiteFrames): CallSiteFrames {
    const known = this.#known.get(kind);
    if (!known) {
      const site = locate();
      if (this.#known.size >= MOST_KINDS) this.#known.clear();
      this.#known.set(kind, { site, times: 1, several: false });
      return site;
    }
    known.times += 1;
    if (!known.several && known.times > SURE_AFTER && known.times % LOOK_AGAIN !== 0) return known.site;
    const site = locate();
    if (known.site.frames.length === 0) known.site = site;
    else if (site.frames.length > 0 && !isSameSite(known.site, site)) known.several = true;
    return site;
  }
}
