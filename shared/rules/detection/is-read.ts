/** Whether repeating, caching or reordering the call is harmless: its method says so, or the probe knows it (a SELECT, a GetItem that goes by POST). */
export const isRead = ({ method, reads = false }: { readonly method: string; readonly reads?: boolean | undefined }): boolean => reads || method === 'GET' || method === 'HEAD';
