/** Put to the server around a dump, and to what was restored. The least number never changes. */
export const QUERY = { query: 'SELECT min(number) FROM orders', queryDatabase: 'shop' } as const;
