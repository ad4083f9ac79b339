/** Whether repeating, caching or reordering the call is harmless. */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';
