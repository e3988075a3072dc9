/* The token that proves a request came from our page. Visitors who only read have none. */
export const csrf = () => document.querySelector('meta[name="csrf-token"]')?.content || null;
