/** Whether two types are the very same: `any` is only the same as `any`. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles for `true` alone. */
export function holds<_Claim extends true>(): void {}
