import { randomUUID } from 'node:crypto';

/** A new AppConfig profile on an emulator, by its address: `deploy` makes a text the one that is served. */
export async function freshProfile(endpoint: string): Promise<{ profile: string; deploy: (text: string) => Promise<void> }> {
  const post = async (path: string, body: object | string): Promise<{ Id: string; VersionNumber: number }> => {
    const isText = typeof body === 'string';
    const response = await fetch(`${endpoint}${path}`, {
      method: 'POST',
      headers: {
        'content-type': isText ? 'text/plain' : 'application/json',
        // The emulator tells services apart by the scope of the signature, which it does not check.
        authorization: 'AWS4-HMAC-SHA256 Credential=emulator/20260101/us-east-1/appconfig/aws4_request, SignedHeaders=host, Signature=none',
      },
      body: isText ? body : JSON.stringify(body),
    });
    const said = await response.text();
    if (!response.ok) throw new Error(`AppConfig answered ${response.status} to ${path}: ${said}`);
    return isText ? { Id: '', VersionNumber: Number(response.headers.get('version-number')) } : (JSON.parse(said) as { Id: string; VersionNumber: number });
  };
  const Name = `pawl-${randomUUID()}`;
  const { Id: application } = await post('/applications', { Name });
  const { Id: environment } = await post(`/applications/${application}/environments`, { Name: 'test' });
  const { Id: profile } = await post(`/applications/${application}/configurationprofiles`, { Name: 'flags', LocationUri: 'hosted' });
  const { Id: strategy } = await post('/deploymentstrategies', { Name, DeploymentDurationInMinutes: 0, GrowthFactor: 100, FinalBakeTimeInMinutes: 0, ReplicateTo: 'NONE' });
  return {
    profile: `${Name}/test/flags`,
    deploy: async (text) => {
      const { VersionNumber: version } = await post(`/applications/${application}/configurationprofiles/${profile}/hostedconfigurationversions`, text);
      await post(`/applications/${application}/environments/${environment}/deployments`, { DeploymentStrategyId: strategy, ConfigurationProfileId: profile, ConfigurationVersion: String(version) });
    },
  };
}
