import { pageFolder } from '../../shared/adapters/local/page-folder.ts';
import type { Page } from '../../shared/ports/page.ts';

/** The page, built when somebody first looks and its sources are not those of the last build. A build that fails is tried again at the next look. */
export const builtPage = (onFailure: (error: unknown) => void): Page => {
  let built: Promise<Page> | undefined;
  const build = async (): Promise<Page> => {
    const { buildDashboard } = await import('../../scripts/build-dashboard.ts');
    return pageFolder((await buildDashboard()).folder);
  };
  return {
    file: async (path, acceptEncoding) => {
      built ??= build();
      try {
        return await (await built).file(path, acceptEncoding);
      } catch (error) {
        built = undefined;
        onFailure(error);
        return undefined;
      }
    },
  };
};
