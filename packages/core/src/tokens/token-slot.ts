import type { Context } from '../context.ts'
import type { ClientFacts } from '../events.ts'
import type { Policy } from '../policy.ts'
import type { Slot } from '../slot.ts'
import type { Loaded } from '../verdict.ts'

const NOWHERE: Slot<object>['carrier'] = {
  method: 'POST',
  url: '/',
  secure: true,
  address: undefined,
  header: () => undefined,
}

/** A session of an API client, as the methods that change sessions want it. No cookie of a session is ever set for it. */
export function slotOf<Data extends object>(
  context: Context<Data>,
  loaded: Loaded,
  policy: Policy,
  client: ClientFacts = {},
): Slot<Data> {
  return {
    context,
    carrier: NOWHERE,
    cookies: context.cookies,
    client,
    state: 'user',
    place: 'token-endpoint',
    loaded,
    policy,
    endedBecause: null,
    guestMovedOn: false,
    openedAt: context.now(),
    isActivity: true,
    endedOthers: null,
    token: null,
    csrf: null,
  }
}
