using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Insight;

/// <summary>One reference on the map.</summary>
/// <param name="Person">Whose.</param>
/// <param name="X">Place from left to right, 0 to 1.</param>
/// <param name="Y">Place from top to bottom, 0 to 1.</param>
/// <param name="Quality">The capture's quality, 0 to 1.</param>
public readonly record struct MapPoint(PersonId Person, float X, float Y, float Quality);

/// <summary>Two people and the highest score between their references.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="Score">The comparison score.</param>
public readonly record struct MapPair(PersonId First, PersonId Second, float Score);

/// <summary>A person one of whose references is unlike all their others.</summary>
/// <param name="Person">Who.</param>
/// <param name="Score">The highest score of that reference with the others.</param>
/// <param name="References">How many they have.</param>
public readonly record struct MapOutlier(PersonId Person, float Score, int References);

/// <summary>All references in two dimensions, and what the full comparisons say about them.</summary>
/// <param name="Points">The references; those of one person follow each other.</param>
/// <param name="People">People on the map.</param>
/// <param name="AllPeople">People who have references; more than on the map where the gallery is larger.</param>
/// <param name="Share">Share of what makes references differ that the two dimensions show.</param>
/// <param name="Duplicates">Pairs of people who are likely one, most alike first.</param>
/// <param name="Near">Pairs of people whom a door just tells apart, most alike first.</param>
/// <param name="Outliers">People whose references disagree, worst first.</param>
public sealed record GalleryMap(
    IReadOnlyList<MapPoint> Points, int People, int AllPeople, double Share, IReadOnlyList<MapPair> Duplicates, IReadOnlyList<MapPair> Near, IReadOnlyList<MapOutlier> Outliers);
