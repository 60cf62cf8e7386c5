/** Whatever somebody may write in JavaScript, or with an environment variable that is not set. */
export type Anything = Readonly<Record<string, unknown>>

/** Options that must not start: what they are about, the option at fault, and a part of the mend. */
export type Refused = readonly [what: string, options: Anything, option: string, mend: RegExp]
