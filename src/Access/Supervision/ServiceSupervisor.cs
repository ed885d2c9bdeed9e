using AccessKiosk.Hardware.Doors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccessKiosk.Access.Supervision;

/// <summary>
/// Runs everything that works in the background. When a service fails, nobody is let in (exit buttons and operators still
/// open the doors), the log says which service and why, and the service is restarted or the kiosk ends, as its
/// <see cref="RestartPolicy"/> says. Safe from any thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of every failure; null for none.</param>
public sealed class ServiceSupervisor(TimeProvider time, ILogger<ServiceSupervisor>? logger = null) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<SupervisedService> _services = [];
    private readonly HashSet<string> _barring = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _failed = new();
    private readonly CancellationTokenSource _stopping = new();
    private IReadOnlyCollection<Door> _doors = [];
    private ServiceFailedException? _failure;

    /// <summary>Cancelled when the kiosk must end: a service on which the doors depend failed for good.</summary>
    public CancellationToken Failed => _failed.Token;

    /// <summary>Every service that runs or should run.</summary>
    public IReadOnlyList<ServiceHealth> Health
    {
        get
        {
            lock (_gate)
                return [.. _services.Where(service => service.IsWanted).Select(service => service.Health)];
        }
    }

    /// <summary>Whether no failed service keeps people out.</summary>
    public bool AllowsEntry
    {
        get
        {
            lock (_gate)
                return _barring.Count == 0 && _failure is null;
        }
    }

    internal CancellationToken Stopping => _stopping.Token;

    internal ILogger Logger { get; } = (ILogger?)logger ?? NullLogger.Instance;

    internal TimeProvider Time => time;

    /// <summary>Lets nobody in at these doors from now on while a service that they depend on has failed.</summary>
    /// <param name="doors">The doors.</param>
    public void Guard(IReadOnlyCollection<Door> doors)
    {
        string[] barring;
        lock (_gate)
        {
            _doors = doors;
            barring = [.. _barring];
        }

        foreach (var service in barring)
            Report(doors, service, "it failed at the start");
    }

    /// <summary>Runs a service, at once and on the calling thread up to its first wait. The task completes when it has ended for good, and never fails.</summary>
    /// <param name="name">What the log and the health page call it.</param>
    /// <param name="work">The service: runs until it is cancelled, or has nothing left to do.</param>
    /// <param name="policy">What follows when it fails.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(string name, Func<CancellationToken, Task> work, RestartPolicy policy, CancellationToken cancellationToken = default)
    {
        var service = new SupervisedService(name, work, policy, this, cancellationToken);
        lock (_gate)
            _services.Add(service);
        try
        {
            await service.RunAsync();
        }
        catch (Exception fault)
        {
            // The supervision itself failed: nothing is known any more.
            await EndAsync(name, fault);
        }

        if (service.Health.State is not ServiceState.Stopped)
        {
            lock (_gate)
                _services.Remove(service);
        }
    }

    /// <summary>The kiosk stops: a service that waits to be restarted gets its last turn now, and none is restarted after that.</summary>
    public void BeginStop() => _stopping.Cancel();

    /// <summary>Says why the kiosk had to end.</summary>
    /// <exception cref="ServiceFailedException">A service on which the doors depend failed for good.</exception>
    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
            throw failure;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _failed.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Makes a service end as if it had failed by itself.</summary>
    internal void Fail(string name, Exception failure)
    {
        lock (_gate)
            _services.Single(service => service.Health.Name == name).Fail(failure);
    }

    internal void BarGrants(string service, Exception failure)
    {
        IReadOnlyCollection<Door> doors;
        lock (_gate)
        {
            _barring.Add(service);
            doors = _doors;
        }

        Report(doors, service, failure.GetType().Name);
    }

    internal void AllowGrants(string service)
    {
        IReadOnlyCollection<Door> doors;
        lock (_gate)
        {
            if (!_barring.Remove(service))
                return;
            doors = _doors;
        }

        foreach (var door in doors)
            door.ClearFault(Source(service));
    }

    internal Task EndAsync(string service, Exception failure)
    {
        Interlocked.CompareExchange(ref _failure, new(service, failure), null);
        return _failed.CancelAsync();
    }

    private static void Report(IEnumerable<Door> doors, string service, string why)
    {
        foreach (var door in doors)
            door.ReportFault(Source(service), why, DoorFaultScope.Grants);
    }

    private static string Source(string service) => $"service {service}";
}
