/* Asking the server from a script: with proof of who asks, and not for ever. */
import { csrf } from "./csrf.js";

const PATIENCE = 30000;

/** What a form sends; the answer is to be a piece of a page. */
export const posting = (body) => ({
  method: "POST",
  body,
  headers: { "X-Fragment": "1", "X-CSRFToken": csrf() ?? "" },
});

/** The answer and its text, or null when the line is dead. */
export const request = async (url, options, controller = new AbortController()) => {
  const limit = setTimeout(() => controller.abort(), PATIENCE);
  try {
    const response = await fetch(url, { ...options, signal: controller.signal });
    return { response, html: await response.text() };
  } catch {
    return null;
  } finally {
    clearTimeout(limit);
  }
};
