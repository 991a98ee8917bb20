/** Every failed attempt adds a token; beyond this many the oldest is dropped. */
const capacity = 64;

/**
 * The resume tokens under which a daemon may hold the sessions of this client. A failed attempt may have moved them to
 * its own token, so every token is kept until one connection is known to hold them.
 */
export class ResumeTokens {
  #tokens: { readonly endpoint: string; readonly token: string }[] = [];

  /** The endpoint of the oldest token. */
  get holder(): string | undefined {
    return this.#tokens[0]?.endpoint;
  }

  add(endpoint: string, token: string): void {
    this.#tokens.push({ endpoint, token });
    if (this.#tokens.length > capacity) this.#tokens.shift();
  }

  /** The connection with this token holds the sessions; the other tokens are dropped. */
  settle(endpoint: string, token: string): void {
    this.#tokens = [{ endpoint, token }];
  }

  /** The tokens of one daemon, oldest first. */
  of(endpoint: string): string[] {
    return this.#tokens.filter((each) => each.endpoint === endpoint).map((each) => each.token);
  }

  clear(): void {
    this.#tokens = [];
  }
}
