/** What a check found: each problem one line that says where and what; the note is for people to read when all is well. */
export interface Findings {
  readonly problems: readonly string[]
  readonly note?: string
}

/** One thing that must hold before a change lands. */
export interface Check {
  readonly name: string
  run(): Promise<Findings>
}
