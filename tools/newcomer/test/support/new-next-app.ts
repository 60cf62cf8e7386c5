import { readManifest, root } from '../../../workspace.ts'

/** The versions that the demo on Next is proved with. */
const { dependencies = {}, devDependencies = {} } = readManifest(`${root}/apps/next`)
const { next, react, 'react-dom': dom } = dependencies

/** What `create-next-app --typescript --app` makes, as far as it matters. */
export const NEW_NEXT_APP: readonly (readonly [path: string, text: string])[] = [
  [
    'package.json',
    JSON.stringify({
      private: true,
      dependencies: { next, react, 'react-dom': dom },
      devDependencies: {
        typescript: '^6.0.3',
        '@types/node': '^24.0.0',
        '@types/react': devDependencies['@types/react'],
      },
    }),
  ],
  [
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        target: 'ES2017',
        lib: ['dom', 'dom.iterable', 'esnext'],
        allowJs: true,
        skipLibCheck: true,
        strict: true,
        noEmit: true,
        esModuleInterop: true,
        module: 'esnext',
        moduleResolution: 'bundler',
        resolveJsonModule: true,
        isolatedModules: true,
        jsx: 'react-jsx',
        incremental: true,
        plugins: [{ name: 'next' }],
        paths: { '@/*': ['./*'] },
      },
      include: ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts'],
      exclude: ['node_modules'],
    }),
  ],
  [
    'app/layout.tsx',
    `import type { ReactNode } from 'react'

export default function RootLayout({ children }: { children: ReactNode }) {
  return <html lang="en"><body>{children}</body></html>
}
`,
  ],
  ['app/page.tsx', 'export default function Home() {\n  return <main>Hello</main>\n}\n'],
]
