/** What `npm outdated --json` says: a row for each package that is behind, or one that says why nothing is known. */
export function outdatedPackages(text) {
  const found = parsed(text);
  if (found === undefined || found.error !== undefined)
    return [
      { name: 'npm packages', now: '', note: `not seen: ${found?.error?.summary ?? 'npm said nothing'}` },
    ];
  return Object.entries(found)
    .map(([name, uses]) => {
      const [{ current, latest }] = [uses].flat();
      const users = [uses].flat().map(({ dependent }) => dependent);
      return { name, now: current, newest: latest, note: [...new Set(users)].join(', ') };
    })
    .filter(({ now, newest }) => now !== undefined && now !== newest);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The packages that the update bot moves only when asked to: names, and patterns that end with `**`. */
export function heldBack({ packageRules = [] }) {
  return packageRules.flatMap((rule) => (rule.dependencyDashboardApproval ? rule.matchPackageNames : []));
}

export function isHeld(name, patterns) {
  return patterns.some((pattern) =>
    pattern.endsWith('**') ? name.startsWith(pattern.slice(0, -2)) : name === pattern,
  );
}

/** The files with every `package.json` asking for the newest version of a package, exactly or by a range as before. */
export function movedPackage({ name, newest }, files) {
  const asked = new RegExp(`("${name.replaceAll(/[.*+?^$|()[\]{}\\/]/g, '\\$&')}": "[\\^~]?)\\d[^" ]*"`, 'g');
  return new Map(
    [...files].map(([path, text]) => [
      path,
      path.endsWith('package.json') ? text.replace(asked, `$1${newest}"`) : text,
    ]),
  );
}
