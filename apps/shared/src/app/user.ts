import { type Authenticated, authenticated, type Session } from '@sess/core'
import type { DemoData } from '../data.ts'
import type { Opened } from './asked.ts'

/** The session behind a guard: its `userId` is a string. */
export const userOf = ({ session }: Opened): Authenticated<Session<DemoData>> => authenticated(session)
