// Owns to which servers credentials may be sent: those of the app, and agents' keys. Sends nothing.

/** Whether credentials may be sent there: https, or http to this very machine; nothing hidden in the URL. */
export function isServerUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(given);
  if (username || password || search || hash) return false;
  return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** A GitHub Enterprise Server: neither GitHub itself, nor this very machine, where GitHub is played. */
export function isEnterpriseServer(apiUrl: string): boolean {
  if (!URL.canParse(apiUrl)) return false;
  const { hostname } = new URL(apiUrl);
  return !isLoopback(hostname) && !/(?:^|\.)(?:github\.com|ghe\.com)$/.test(hostname);
}
