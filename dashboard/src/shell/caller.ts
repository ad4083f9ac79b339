import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Caller, Permission } from '../../../shared/domain/caller.ts';

/** Who looks at the page; absent until Pawl has said so. */
export const CallerContext = createContext<Caller | undefined>(undefined);

export const useCaller = (): Caller | undefined => useContext(CallerContext);

/** Whether the caller holds a permission. What the page hides is refused by Pawl as well; this only spares a futile button. */
export const useMay = (permission: Permission): boolean => useCaller()?.may.includes(permission) ?? false;
