import { expect, test } from 'vitest'
import { dependencyProblems, importProblems, packageOf } from '../imports.ts'

const core = { name: '@sess/core', dependencies: { '@noble/hashes': '1', jose: '1' } }
const redis = {
  name: '@sess/redis',
  peerDependencies: { '@sess/core': '1', ioredis: '1' },
  devDependencies: { tsup: '1' },
}

const ofCore = (text: string, path = 'packages/core/src/a.ts') =>
  importProblems(core, 'packages/core', { path, text })
const ofRedis = (text: string) =>
  importProblems(redis, 'packages/redis', { path: 'packages/redis/src/a.ts', text })

test.each([
  ["import { x } from './b.js'", 'relative imports end in .ts'],
  ["import { x } from '../../redis/src/b.ts'", 'leaves'],
  ["import { createHash } from 'node:crypto'", 'nothing of Node'],
  ["const c = await import('crypto')", 'nothing of Node'],
  ["import type { X } from '@sess/redis'", 'no other package of ours'],
  ["import { SignJWT } from 'jose'", 'only ./tokens'],
  ["import express from 'express'", 'package.json names it neither'],
])('the core may not say: %s', (text, why) => {
  expect(ofCore(text)).toEqual([expect.stringContaining(why)])
})

test('the core imports its own files and its dependencies, and jose in tokens/ only', () => {
  expect(ofCore("import { hmac } from '@noble/hashes/hmac.js'\nexport * from './b.ts'")).toEqual([])
  expect(ofCore("import { SignJWT } from 'jose'", 'packages/core/src/tokens/sign.ts')).toEqual([])
})

test('an adapter imports the core, its client and Node, and nothing else', () => {
  expect(
    ofRedis("import 'node:crypto'\nimport type { Redis } from 'ioredis'\nimport '@sess/core/memory'"),
  ).toEqual([])
  expect(ofRedis("import '@sess/conformance/store'")).toEqual([expect.stringContaining('only the core')])
  expect(ofRedis("import 'tsup'")).toEqual([expect.stringContaining('package.json names it neither')])
  expect(ofRedis("import 'crypto'")).toEqual([expect.stringContaining('node:crypto')])
})

test('an adapter takes the core as a peer', () => {
  const of = (manifest: object) =>
    dependencyProblems({ name: 'x', path: 'x', manifest: { name: 'x', ...manifest } })
  expect(of(redis)).toEqual([])
  expect(of({ dependencies: { '@sess/core': '1' } })).toHaveLength(1)
})

test('a specifier belongs to a package', () => {
  expect(packageOf('@noble/hashes/hmac.js')).toBe('@noble/hashes')
  expect(packageOf('express/lib/x')).toBe('express')
})
