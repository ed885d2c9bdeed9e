using System.Threading.Channels;
using AccessKiosk.Access.Lanes;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment.Population;
using AccessKiosk.Recognition.Decisions;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Maintenance;

/// <summary>Keeps that somebody who was enrolled from elsewhere has answered a challenge, so that the next passage asks for none.</summary>
/// <param name="population">The people and their store.</param>
/// <param name="supervisor">Runs it.</param>
public sealed class ProofOfLife(EnrolledPopulation population, ServiceSupervisor supervisor)
    : SupervisedBackgroundService(supervisor, "proof of life", RestartPolicy.RestartThenStop), IProofOfLife
{
    private const string Actor = "system";

    // One that finds no room is no loss: the person is asked once more.
    private const int Underway = 64;

    private readonly Channel<PersonId> _shown = Channel.CreateBounded<PersonId>(Underway);

    /// <inheritdoc/>
    public void Note(in Decision decision)
    {
        if (decision is { IsChallenged: true, Person: { } person } && population.NeedsProof(person))
            _shown.Writer.TryWrite(person);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var person in _shown.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                if (population.NeedsProof(person))
                    await population.Store.People.ProveAsync(person, Actor, cancellationToken);
            }
            catch (StoreException)
            {
                // Erased meanwhile, or the disk is full: asked once more.
            }
        }
    }
}
