using AccessKiosk.Enrollment.Calibration.Statistics;
using AccessKiosk.Liveness.Cues;
using AccessKiosk.Liveness.Fusion;

namespace AccessKiosk.Lab.Evaluation;

/// <summary>One moment of a track with a known answer.</summary>
/// <param name="Readings">What the cues said.</param>
/// <param name="IsAttack">The answer.</param>
/// <param name="Subject">Who it shows: left out together.</param>
/// <param name="Source">Camera or session: left out together.</param>
/// <param name="Track">Moments of one track count as one.</param>
public sealed record LabelledReadings(CueReadings Readings, bool IsAttack, string Subject, string Source, string Track);

/// <summary>
/// Fits the weights of the cues: logistic regression by projected gradient, weights never negative, and held to a
/// calibration that is known to be sane (a Gaussian prior about its weights), since the data are always few. What a cue's
/// numbers mean (centre, scale, veto) is physics and stays.
/// </summary>
public static class LivenessFitter
{
    private const int Rounds = 4000;
    private const double Rate = 0.05;

    /// <summary>Fits, and measures by leaving out whole subjects and whole sources.</summary>
    /// <param name="data">Moments of tracks.</param>
    /// <param name="prior">Where the weights start from and are held to.</param>
    /// <param name="description">What the data are, in words.</param>
    /// <param name="strength">How strongly they are held, in tracks' worth of evidence.</param>
    /// <exception cref="ArgumentException">There are no live or no attack tracks.</exception>
    public static LivenessCalibration Fit(IReadOnlyList<LabelledReadings> data, LivenessCalibration prior, string description, double strength = 2)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(prior);
        if (data.All(d => d.IsAttack) || !data.Any(d => d.IsAttack))
            throw new ArgumentException("A fit needs bona fide and attack tracks.", nameof(data));
        var (bySubject, bySource) = (LeftOut(data, prior, strength, d => d.Subject), LeftOut(data, prior, strength, d => d.Source));
        var (attacks, lives) = (Tracks(data, true), Tracks(data, false));
        // The worse of the two ways of leaving out; an attack counts once however many of its moments pass.
        var missed = Math.Max(Missed(data, bySubject, true), Missed(data, bySource, true));
        var refused = Math.Max(Missed(data, bySubject, false), Missed(data, bySource, false));
        var (apcer, bpcer) = (new ErrorRate(missed, attacks), new ErrorRate(refused, lives));
        var fitted = Solve(data, prior, strength);
        return fitted with
        {
            Data = description,
            Fit = new(lives, attacks, "leave one subject out and leave one source out, the worse of the two", apcer.Rate, apcer.Upper95, bpcer.Rate, bpcer.Upper95),
        };
    }

    private static float[] LeftOut(IReadOnlyList<LabelledReadings> data, LivenessCalibration prior, double strength, Func<LabelledReadings, string> group)
    {
        var scores = new float[data.Count];
        foreach (var held in data.Select(group).Distinct(StringComparer.Ordinal))
        {
            var rest = data.Where(d => group(d) != held).ToArray();
            var solved = rest.Length == 0 ? prior : Solve(rest, prior, strength);
            var model = new EvidenceFusion(solved);
            for (var i = 0; i < data.Count; i++)
                if (group(data[i]) == held)
                    scores[i] = model.IsVetoed(data[i].Readings) ? float.NegativeInfinity : model.LogOdds(data[i].Readings) - solved.LiveAbove;
        }

        return scores;
    }

    private static int Tracks(IReadOnlyList<LabelledReadings> data, bool attack) =>
        data.Where(d => d.IsAttack == attack).Select(d => d.Track).Distinct(StringComparer.Ordinal).Count();

    // An attack is missed when any of its moments would be called live; a live track when none is.
    private static int Missed(IReadOnlyList<LabelledReadings> data, float[] scores, bool attack) =>
        data.Select((d, i) => (d, Live: scores[i] > 0)).Where(x => x.d.IsAttack == attack)
            .GroupBy(x => x.d.Track, StringComparer.Ordinal).Count(g => attack ? g.Any(x => x.Live) : !g.Any(x => x.Live));

    private static LivenessCalibration Solve(IReadOnlyList<LabelledReadings> data, LivenessCalibration prior, double strength)
    {
        var cues = prior.Cues;
        var weights = cues.Select(c => (double)c.Weight).ToArray();
        var bias = (double)prior.Bias;
        var share = data.GroupBy(d => d.Track, StringComparer.Ordinal).ToDictionary(g => g.Key, g => 1.0 / g.Count(), StringComparer.Ordinal);
        var gradient = new double[weights.Length];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(gradient);
            var slope = 0.0;
            foreach (var d in data)
            {
                var sum = bias;
                for (var c = 0; c < weights.Length; c++)
                    sum += weights[c] * Value(cues[c], d.Readings);
                var error = share[d.Track] * ((d.IsAttack ? 0 : 1) - 1 / (1 + Math.Exp(-sum)));
                slope += error;
                for (var c = 0; c < weights.Length; c++)
                    gradient[c] += error * Value(cues[c], d.Readings);
            }

            bias = Math.Min(0, bias + Rate / (1 + strength) * (slope - strength * (bias - prior.Bias)));
            for (var c = 0; c < weights.Length; c++)
                weights[c] = Math.Max(0, weights[c] + Rate / (1 + strength) * (gradient[c] - strength * (weights[c] - cues[c].Weight)));
        }

        var fitted = prior with { Bias = (float)bias, Cues = [.. cues.Select((c, i) => c with { Weight = (float)weights[i] })] };
        // However much motion weighs, "live" stays as far out of its reach as it was: a screen moves, too.
        return fitted with { LiveAbove = MathF.Max(prior.LiveAbove, prior.LiveAbove + BestWithoutTexture(fitted) - BestWithoutTexture(prior)) };
    }

    private static float BestWithoutTexture(LivenessCalibration calibration) =>
        calibration.Bias + calibration.Cues.Where(c => c.Cue is not Cue.Texture).Sum(c => c.Weight * c.Credit);

    private static double Value(CueCoefficient cue, in CueReadings readings)
    {
        var reading = readings[cue.Cue];
        return reading.Confidence * cue.Z(reading);
    }
}
