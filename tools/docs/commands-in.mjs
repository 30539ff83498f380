/** The commands of a block, as words without quotes; comments, `&&` and pipes end them, where output goes is left out. @returns {string[][]} */
export function commandsIn(text) {
  const joined = text.replaceAll(/\\\n\s*/g, ' ').replaceAll(/ > \S+/g, '');
  return joined.split('\n').flatMap((line) =>
    wordsOf(line)
      .reduce(
        (commands, word) => {
          if (['&&', '|', ';'].includes(word)) commands.push([]);
          else commands.at(-1).push(word);
          return commands;
        },
        [[]],
      )
      .filter((words) => words.length > 0),
  );
}

function wordsOf(line) {
  const found = line.matchAll(/#.*$|(?:'[^']*'|"[^"]*"|[^\s'"#]|(?<=\S)#)+/g);
  return [...found]
    .map(([word]) => word)
    .filter((word) => !word.startsWith('#'))
    .map((word) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single, double) => single ?? double));
}

/** Programs that pages may name, and what of them: a pattern for all that comes after the name. */
const PROGRAMS = {
  argocd: /^(login|app (terminate-op|get|sync|diff|list)) ?/,
  aws: /^(acm (import-certificate|request-certificate)|ec2 (create-tags|describe-(subnets|vpcs|security-groups))|ecr create-repository|eks (describe-cluster|update-kubeconfig|create-addon|list-clusters)|elbv2 describe-load-balancers|iam (list-open-id-connect-providers|get-role|create-open-id-connect-provider)|rds (create-db-instance|create-db-subnet-group|describe-db-instances|wait|restore-db-instance-to-point-in-time|modify-db-instance)|route53 (create-hosted-zone|list-hosted-zones|get-hosted-zone)|s3 (ls|cp|sync|mb)|s3api (create-bucket|put-(bucket-(versioning|encryption)|public-access-block)|list-object-versions)|secretsmanager (describe-secret|list-secrets|put-secret-value|restore-secret)|ssm get-parameters-by-path|sts get-caller-identity) ?/,
  cat: /^[\w./-]+$/,
  cd: /^[\w./-]+$/,
  cp: /^[\w./-]+ [\w./-]+$/,
  crane: /^(copy|digest|auth login) /,
  diff: /^(-\w+ )*[\w./-]+ [\w./-]+$/,
  eksctl:
    /^(create cluster|utils associate-iam-oidc-provider|create iamserviceaccount|create addon|get addon) ?/,
  git: /^(add|clone|commit|diff|init|push|pull|checkout|revert|tag|log|remote add|submodule) ?/,
  helm: /^(template|pull|registry login|repo add) /,
  kubectl:
    /^(annotate|apply|auth can-i|config (current-context|use-context)|create|delete|describe|exec|get|logs|port-forward|patch|rollout (restart|status)|run|scale|top|wait) ?/,
  mkdir: /^(-p )?[\w./-]+$/,
  mysql: /^--host /,
  node: /^[\w./-]+/,
  npm: /^(ci|test|install|i|update|run [\w-]+|view) ?/,
  npx: /^nx (run [\w-]+:[\w-]+|show|graph)/,
};

/** What is wrong with a command that is not `kfdist`; `undefined` if nothing is. */
export function programProblem(command) {
  const [program, ...words] = command;
  if (!Object.hasOwn(PROGRAMS, program)) return `${program} is not a program that pages may name`;
  const rest = words.join(' ');
  return PROGRAMS[program].test(rest) ? undefined : `${program} has no ${rest}`;
}

/** The arguments of a command of ours, however it is started; `undefined` for another program. */
export function kfdistArguments(words) {
  const names = words[0] === 'npx' ? words.slice(1).filter((word) => word !== '--yes') : words;
  const [name = '', ...rest] = names;
  return /^(kfdist|@kfdist\/cli(@[\w.-]+)?)$/.test(name) ? rest : undefined;
}
