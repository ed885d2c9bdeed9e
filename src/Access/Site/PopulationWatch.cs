using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Population;
using Microsoft.Extensions.Hosting;

namespace AccessKiosk.Access.Site;

/// <summary>Watches what keeps gallery and thresholds in step with the store: whoever was erased must not be let in.</summary>
/// <param name="population">Runs it.</param>
/// <param name="supervisor">Told when it fails.</param>
internal sealed class PopulationWatch(EnrolledPopulation population, ServiceSupervisor supervisor) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, running) in population.Background)
            _ = supervisor.RunAsync(name, running.WaitAsync, RestartPolicy.EndKiosk, CancellationToken.None);
        return Task.CompletedTask;
    }

    // It ends with the population, which outlives every service.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
