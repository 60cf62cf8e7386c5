import { RECLAIM, RECORDS } from './records.ts'
import { script } from './script.ts'

export const END_ARGS = [
  'id',
  'nowText',
  'ending',
  'keepText',
  'nonce',
  'ifRevision',
  'graceText',
  'channel',
  'waiting',
  'handOver',
] as const

/**
 * Ends one session, and answers its Ref, or with \`handOver\` the record as it stood. \`ifRevision\` begins with '=' if it counts.
 *
 * The client may send a call twice when a connection is lost before the answer. The tombstone has the nonce of the call that made
 * it, so the second time answers as the first. What stood there is by then gone, so a record that is handed over lies for a
 * minute under a second key in the same slot: without that a guest's last write could be lost with the answer.
 */
export const END = script(
  END_ARGS,
  RECORDS,
  RECLAIM,
  `
local now, grace = tonumber(nowText), tonumber(graceText)
local found = redis.call('HMGET', key, id, '#')
local current = found[1]
if not current then return { 'nothing' } end
local r = parse(current)
if not r then
  if ifRevision ~= '' then return { 'unreadable' } end
  -- Whose it was cannot be told; that it must be over can.
  redis.call('HDEL', key, id)
  tell(channel, 'e', '----0000' .. string.format('%04d', #id) .. id)
  return { 'removed' }
end
if not r.live then
  if not endedBy(current, r, nonce) then return { 'nothing' } end
  if waiting == '1' then redis.call('HSET', key, id, current) end
  if handOver == '1' then return { 'ended', redis.call('GET', KEYS[2]) or '' } end
  return { 'ended', ref(id, current, r) }
end
if ifRevision ~= '' and ifRevision ~= '=' .. r.revision then return { 'nothing' } end

local over = tombstone(current, r, ending, keepText)
redis.call('HSET', key, id, over)
local keep = math.max(r.keep, tonumber(keepText))
if keep ~= r.keep then keepFor(remaining(), keep, now, grace) end
sweep(readSweep(found[2]), keep, now, grace)
local named = ref(id, current, r)
tell(channel, 'e', named)
if handOver == '1' then
  redis.call('SET', KEYS[2], current, 'PX', 60000)
  return { 'ended', current }
end
return { 'ended', named }
`,
)
