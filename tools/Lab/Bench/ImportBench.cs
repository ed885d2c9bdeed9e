using System.Diagnostics;
using AccessKiosk.Enrollment.Import;
using AccessKiosk.Lab.Demo;

namespace AccessKiosk.Lab.Bench;

/// <summary>What an import costs the camera loop, and the memory of the process after some.</summary>
/// <param name="People">People in the import.</param>
/// <param name="Pictures">Their pictures.</param>
/// <param name="Share">The share of the frame rate that is kept while pictures are read.</param>
/// <param name="BeforeMb">Memory of the process before the first import, MB.</param>
/// <param name="AfterMb">Memory after each whole import, when nothing has been read for a while, MB.</param>
internal sealed record ImportCost(int People, int Pictures, FrameShare Share, double BeforeMb, IReadOnlyList<double> AfterMb);

/// <summary>Reads the pictures of an import while the camera loop runs. Nothing is stored.</summary>
internal sealed class ImportBench(DemoSite site, string recording, ImportPeople plan)
{
    private const double Megabyte = 1 << 20;
    private const int Imports = 4;

    // Longer than what was taken is kept for the next picture.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    /// <summary>How often the step is called for a number of pairs.</summary>
    public static int Steps(int pairs) => 2 * pairs + Imports;

    /// <summary>Measures.</summary>
    /// <param name="pairs">Pairs of windows.</param>
    /// <param name="window">Length of a window.</param>
    /// <param name="step">Called after each window and each import.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ImportCost> RunAsync(int pairs, TimeSpan window, Action step, CancellationToken cancellationToken)
    {
        var loop = new LoadedLoop(site, recording);
        return loop.PlayAsync(
            async () =>
            {
                var before = Memory();
                var share = await loop.ShareAsync(ImportAsync, pairs, window, step, cancellationToken);
                var after = new List<double>();
                for (var import = 0; import < Imports; import++)
                {
                    await site.ReviewAsync(plan, cancellationToken);
                    await Task.Delay(Quiet, cancellationToken);
                    after.Add(Memory());
                    step();
                }

                return new ImportCost(plan.People.Count, plan.People.Sum(one => one.Pictures.Count), share, before, after);
            },
            cancellationToken);
    }

    private async Task ImportAsync(CancellationToken cancellationToken)
    {
        while (true)
            await site.ReviewAsync(plan, cancellationToken);
    }

    private static double Memory()
    {
        using var process = Process.GetCurrentProcess();
        return Math.Round(process.WorkingSet64 / Megabyte, 1);
    }
}
