/** Where policies are enforced: at the waypoint that is used, or at ztunnel, which sees who connects and no more. */
export type Place = 'waypoint' | 'ztunnel';

/** A part of what policies refuse. */
export interface Refusal {
  /** What is refused: a rule, or whatever no ALLOW policy at a place lets pass. */
  readonly key: string;
  /** The policy, as a user knows it. */
  readonly policy: string;
  /** Set for whatever no ALLOW policy lets pass. */
  readonly unlessAllowedAt?: Place;
}

/** What policies refuse to a destination. */
export class Refusals {
  private readonly parts = new Map<string, Refusal>();
  private readonly allowed: Record<Place, Set<string>> = { waypoint: new Set(), ztunnel: new Set() };

  /** Adds a part. */
  public add(refusal: Refusal): void {
    this.parts.set(refusal.key, refusal);
  }

  /** Adds a rule of an ALLOW policy. */
  public allow(place: Place, rule: string): void {
    this.allowed[place].add(rule);
  }

  /**
   * Parts of two others, a pair of which a request may match without being refused by this one; undefined if this one refuses
   * whatever both of them refuse.
   */
  public lapseOf(before: Refusals, after: Refusals): readonly [Refusal, Refusal] | undefined {
    const lost = before.missingIn(this);
    const pending = lost.length > 0 ? after.missingIn(this) : [];
    return lost.flatMap((one) => pending.map((other) => [one, other] as const))
      .find(([one, other]) => !this.hasBoth(one, other, before, after));
  }

  private missingIn(other: Refusals): Refusal[] {
    return [...this.parts.values()].filter((refusal) => !other.has(refusal, this.allowed));
  }

  private has({ key, unlessAllowedAt: place }: Refusal, allowed: Refusals['allowed']): boolean {
    return this.parts.has(key) && (place === undefined || [...this.allowed[place]].every((rule) => allowed[place].has(rule)));
  }

  /** What neither of two lets pass this one does not let pass either, if it lets pass no more than both together. */
  private hasBoth(one: Refusal, other: Refusal, before: Refusals, after: Refusals): boolean {
    const place = one.unlessAllowedAt;
    if (place === undefined || other.key !== one.key) return false;
    return this.has(one, { ...this.allowed, [place]: new Set([...before.allowed[place], ...after.allowed[place]]) });
  }
}
