import { defineConfig } from 'vitest/config';

/** The tests of one package alone, whatever the whole run sets up around them. */
export default defineConfig({
  ssr: { resolve: { conditions: ['@kfdist/source'] } },
  test: {
    include: [`packages/${process.env.KFDIST_MUTATED ?? '*'}/tests/**/*.test.ts`],
    testTimeout: 300_000,
  },
});
