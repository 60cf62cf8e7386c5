import { createKitApp, type KitApp } from '@sess/conformance/binding/app'

/** One for the proxy and all routes: each of them is a bundle of its own, with modules of its own. */
const shared = globalThis as { kit?: KitApp }
shared.kit ??= createKitApp()
export const kit: KitApp = shared.kit
